"""What the user sees. Screens call services and draw; they decide nothing."""
