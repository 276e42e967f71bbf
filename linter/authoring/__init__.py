"""The policy author's kit: what helps to write rules, to prove them, and to show them to others."""
