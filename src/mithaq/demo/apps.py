"""The app of what only a demonstration shows."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """One-click sign-in, the tour."""

    name = "mithaq.demo"
    label = "demo"
    verbose_name = "Demonstration"
