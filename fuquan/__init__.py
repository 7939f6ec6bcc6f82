"""See a government plan through: what is overdue, whose it is and what comes next."""

__version__ = "0.1.0"
