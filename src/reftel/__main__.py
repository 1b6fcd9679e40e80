"""`python -m reftel`."""

import sys

try:
    from reftel.cli.main import run

    run()
except KeyboardInterrupt:  # while it is being loaded; later ones are answered by the command itself
    sys.exit(130)
