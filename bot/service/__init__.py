"""The process: HTTP mode and Socket Mode, health, logging, a clean stop."""
