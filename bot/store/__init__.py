"""What must outlive the process: actions, the audit, our notes, the daily posts. Tables, migrations and one class for each."""
