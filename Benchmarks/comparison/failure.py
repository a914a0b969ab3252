"""The one error of the comparison."""


class MeasurementError(Exception):
    """Something is missing or wrong; the text says what to do, in a line."""
