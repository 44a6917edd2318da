"""What must outlive the process: the journal of actions, the audit, our own notes. Tables, migrations and one class for each."""
