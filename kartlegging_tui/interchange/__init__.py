"""What goes out of the program: documents on paper. Knows the domain, and the libraries that write each format."""
