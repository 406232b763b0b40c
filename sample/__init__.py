"""Try: a simulated province of 161 portals with a known truth, served on loopback."""
