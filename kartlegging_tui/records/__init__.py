"""Where records live: tables, queries and migrations. Imports nothing by itself: SQL is loaded when it is used."""
