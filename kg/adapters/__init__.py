"""What other tools extracted, as records: each format is read as it is, one table says what its labels mean."""
