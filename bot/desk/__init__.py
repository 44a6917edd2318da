"""The counter: a query is planned for every account, asked of all at once, and merged into one answer."""
