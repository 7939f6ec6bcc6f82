"""What a screen, a page or a chat message says, as values that every format renders."""
