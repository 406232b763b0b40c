"""Canaries: a dozen portals of our own with a known truth, served on loopback and crawled beside every real night.

They go through the same commands with tonight's software, rules and clock, into a store of their own under the data
directory. One wrong verdict, and tonight's conclusions are worth nothing.
"""
