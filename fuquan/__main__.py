"""`python -m fuquan`."""

from fuquan.cli import main

if __name__ == "__main__":
    main()
