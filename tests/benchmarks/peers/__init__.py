"""What others take for the same form: programs of theirs, installed on demand into a cache folder of their own."""
