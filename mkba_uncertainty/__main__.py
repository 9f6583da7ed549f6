"""``python -m mkba_uncertainty`` is ``mkba``."""

from mkba_uncertainty.cli import main

if __name__ == "__main__":
    main()
