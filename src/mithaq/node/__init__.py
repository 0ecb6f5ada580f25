"""The ground one authority stands on: Django apps that know no kind of matter."""
