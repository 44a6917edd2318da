"""The nouns: queries, records, answers, money, states and errors. No I/O, nothing of ours imported."""
