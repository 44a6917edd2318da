"""Settings: one TOML file, each value also from the environment or a secret file, all of it checked before anything starts."""

from bot.settings.loading import from_mapping, load
from bot.settings.models import Settings

__all__ = ["Settings", "from_mapping", "load"]
