"""Results as people read them: tables on the screen, files in a folder."""
