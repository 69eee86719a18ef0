"""What makes the documentation and tries the package; none of it is part of the package."""
