"""Random lives of a hub's money, one subject in each file: see ``tests/orders/test_money_machine.py``."""
