"""Whoever a request comes from."""

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

Anyone = AbstractBaseUser | AnonymousUser
