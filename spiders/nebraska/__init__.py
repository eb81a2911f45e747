"""Nebraska Legislature, of one chamber."""
