"""``python -m sitegen``."""

from sitegen.start import main

if __name__ == "__main__":
    main()
