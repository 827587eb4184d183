"""Between YAML text and the domain: reading, checking, JSON Schema, and where the forms are."""
