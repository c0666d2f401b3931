"""The parts of the screen. They draw and call; they hold no method of their own, and they keep nothing."""
