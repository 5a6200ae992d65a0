"""Forms about people, addresses and businesses."""

from karum.parties.forms.address import AddressForm, address_form_for
from karum.parties.forms.business import BusinessForm, IdentifierForm, InvitationForm
from karum.parties.forms.person import DetailsForm

__all__ = ["AddressForm", "BusinessForm", "DetailsForm", "IdentifierForm", "InvitationForm", "address_form_for"]
