"""What a user can do, one module a task. Imports nothing by itself."""
