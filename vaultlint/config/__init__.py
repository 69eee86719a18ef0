"""Settings: loading, validation, JSON Schema, inference."""
