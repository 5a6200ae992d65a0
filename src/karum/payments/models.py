"""Payments, refunds, webhooks, bank accounts, payouts, statements and the reference rates of loaded files."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from karum.payments.domain.states import PAID, PaymentState


class Payment(models.Model):
    """One attempt to pay for one order group. A card number is never here: only its last four digits."""

    key = models.UUIDField(unique=True)  # the idempotency key, also at the provider
    group_key = models.UUIDField(db_index=True)
    provider = models.CharField(max_length=20)
    method = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in PaymentState])
    amount_minor = models.BigIntegerField()
    refunded_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    provider_reference = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    brand = models.CharField(max_length=20, blank=True)
    last4 = models.CharField(max_length=4, blank=True)
    action_url = models.CharField(max_length=2000, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    charged_back_minor = models.BigIntegerField(default=0)  # in open and lost chargebacks: the provider took it
    pay_by = models.DateTimeField(null=True)  # until when the buyer may send the money, where that takes days
    ask_at = models.DateTimeField(null=True, db_index=True)  # when the provider is asked what became of it
    # For limits of a person or an account: digests, so that nothing here tells who it is.
    payer = models.CharField(max_length=64, blank=True)
    account = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(condition=Q(charged_back_minor__gte=0), name="payment_charged_back_not_negative"),
            models.UniqueConstraint(
                fields=["provider_reference"],
                condition=Q(provider__in=["bank_transfer", "cash"]) & ~Q(provider_reference=""),
                name="payment_own_reference_once",
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0) & Q(refunded_minor__lte=F("amount_minor")),
                name="payment_refunded_within_amount",
            ),
            models.UniqueConstraint(
                fields=["group_key"], condition=Q(state__in=sorted(PAID)), name="payment_one_paid_in_group"
            ),
        ]
        indexes = [
            models.Index(fields=["payer", "created_at"], name="payment_by_payer", condition=~Q(payer="")),
            models.Index(fields=["account", "created_at"], name="payment_by_account", condition=~Q(account="")),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"


class Refund(models.Model):
    """Money promised back to the buyer: a row first, the provider is told by a job after the commit.

    ``extra`` is money beyond what was asked for: it is no part of the payment's ``refunded_minor``.
    """

    key = models.UUIDField(unique=True)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refunds")
    amount_minor = models.BigIntegerField()
    extra = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="requested")  # requested, sent, manual (the hub pays it)
    tries = models.SmallIntegerField(default=0)  # how often the provider was asked anew
    tried = models.JSONField(default=list)  # what failed: try, reference, reason, at
    in_suspense = models.BooleanField(default=False)  # it failed: the money is the hub's again, and owed to the buyer
    provider_reference = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_amount_positive")]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"


class WebhookReceipt(models.Model):
    """Every true message of a provider, once: a repeat finds its row and stops."""

    provider = models.CharField(max_length=20)
    event_id = models.CharField(max_length=100)
    payment_key = models.UUIDField(db_index=True)
    happening = models.CharField(max_length=20)
    result = models.CharField(max_length=20)  # applied, no_change, unknown_payment, wrong_amount
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "event_id"], name="webhook_event_once")]

    def __str__(self) -> str:
        return f"{self.provider} {self.event_id} {self.result}"


class MoneyReceipt(models.Model):
    """Money that the hub itself took for a payment: a line of a bank statement, or cash. ``key`` names it for ever."""

    key = models.UUIDField(unique=True)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="receipts")
    amount_minor = models.BigIntegerField()
    given_back_minor = models.BigIntegerField(default=0)
    received_at = models.DateTimeField()
    told_by = models.CharField(max_length=140, blank=True)  # who paid it in, or who took the cash
    account = models.CharField(max_length=34, blank=True)  # where it came from, so that it can go back

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="money_receipt_positive"),
            models.CheckConstraint(
                condition=Q(given_back_minor__gte=0) & Q(given_back_minor__lte=F("amount_minor")),
                name="money_receipt_given_back_within",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.amount_minor}"


class Chargeback(models.Model):
    """A buyer's bank took money of a payment back. ``reference`` is the provider's; ``reply_by`` when it says one."""

    key = models.UUIDField(unique=True)
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="chargebacks")
    reference = models.CharField(max_length=100)
    amount_minor = models.BigIntegerField()
    reason = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10)  # opened, won, lost
    reply_by = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(amount_minor__gt=0), name="chargeback_amount_positive")]

    def __str__(self) -> str:
        return f"{self.reference} {self.state}"


class ProviderSettlement(models.Model):
    """Money that a provider paid to the hub's bank account, and what it kept for itself: gross = net + charges."""

    provider = models.CharField(max_length=20)
    reference = models.CharField(max_length=100)
    currency = models.CharField(max_length=3)
    gross_minor = models.BigIntegerField()
    charges_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    settled_at = models.DateTimeField()
    trace = models.CharField(max_length=100, blank=True)  # what the bank's statement calls it, where the provider says
    failed_at = models.DateTimeField(null=True)  # it did not arrive: the provider has the money again

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "reference"], name="provider_settlement_once"),
            models.CheckConstraint(
                condition=Q(gross_minor=F("net_minor") + F("charges_minor")) & Q(charges_minor__gte=0),
                name="provider_settlement_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.reference}"


class ProviderMove(models.Model):
    """One line of a provider's own account of the hub's money (Stripe: a balance transaction), as it says it.

    ``amount_minor``: what it moved before the fee, above zero for the hub. ``payment_key``: of the payment or refund
    that it is for, where that is ours. ``why``: why a person has to look; "" when our books say the same.
    """

    provider = models.CharField(max_length=20)
    reference = models.CharField(max_length=100)
    kind = models.CharField(max_length=40)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    source = models.CharField(max_length=100, blank=True)  # the provider's name of what moved: a charge, refund, payout
    payment_key = models.UUIDField(null=True)
    at = models.DateTimeField()
    why = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "reference"], name="provider_move_once")]
        indexes = [
            models.Index(fields=["provider", "-at"], name="provider_move_newest"),
            models.Index(fields=["at"], name="provider_move_odd", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.provider} {self.reference} {self.kind}"


class SandboxMove(models.Model):
    """What the sandbox itself remembers, as a real provider does: its payments and refunds by the hub's key."""

    key = models.UUIDField(unique=True)
    payment_reference = models.CharField(max_length=100, db_index=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    is_refund = models.BooleanField(default=False)
    state = models.CharField(max_length=20)  # pending, succeeded, declined
    reason = models.CharField(max_length=60, blank=True)
    ending = models.CharField(max_length=4, blank=True)

    def __str__(self) -> str:
        return f"{self.key} {self.state}"


class BankAccount(models.Model):
    """Where a seller's money goes. One account for each currency."""

    seller_id = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    holder = models.CharField(max_length=140)
    country = models.CharField(max_length=2)
    iban = models.CharField(max_length=34, blank=True)
    account_number = models.CharField(max_length=34, blank=True)
    bank_code = models.CharField(max_length=20, blank=True)  # BIC, or the national code where there is no IBAN
    changed_at = models.DateTimeField()
    usable_from = models.DateTimeField(null=True)  # it replaced another one: nothing is paid to it before

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller_id", "currency"], name="bank_account_one_per_currency"),
            models.CheckConstraint(
                condition=~Q(iban="") | (~Q(account_number="") & ~Q(bank_code="")), name="bank_account_reachable"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seller_id} {self.currency}"


class PayoutRun(models.Model):
    """One bank file. ``key`` makes a repeated request return this run instead of paying again.

    Whoever made a run never approves it: the database says so, too.
    """

    key = models.UUIDField(unique=True)
    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=10, default="prepared")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    fetched_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    fetched_at = models.DateTimeField(null=True)  # when its file was first fetched: it may be at the bank since
    sent_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    skipped = models.JSONField(default=list)  # sellers with money due who could not be paid, and why
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("made_by")) | Q(made_by__isnull=True),
                name="payout_run_by_two_people",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                name="payout_run_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.state}"


class Payout(models.Model):
    """What one seller gets in one run and currency, with the account as it was that day."""

    run = models.ForeignKey(PayoutRun, models.PROTECT, related_name="payouts")
    seller_id = models.BigIntegerField(db_index=True)
    seller_name = models.CharField(max_length=200)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    reference = models.CharField(max_length=35, unique=True)  # 35 characters: the limit of ISO 20022 EndToEndId
    transfer_id = models.UUIDField(unique=True)  # the ledger transfer payable -> transit
    in_transit = models.BooleanField(default=True)  # False: made before there was an account of what is on its way
    state = models.CharField(max_length=10, default="open")  # open, confirmed, returned, cancelled
    through_bank = models.BooleanField(default=False)  # whether the ledger's bank account paid it
    left_at = models.DateTimeField(null=True)  # when it left the account of what is on its way, whichever way
    settled_at = models.DateTimeField(null=True)  # when the state became what it is
    reason = models.CharField(max_length=200, blank=True)  # why it came back
    holder = models.CharField(max_length=140)
    country = models.CharField(max_length=2)
    iban = models.CharField(max_length=34, blank=True)
    account_number = models.CharField(max_length=34, blank=True)
    bank_code = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payout_amount_positive"),
            models.UniqueConstraint(fields=["run", "seller_id", "currency"], name="payout_once_per_run"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "confirmed", "returned", "cancelled"]), name="payout_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class RateFile(models.Model):
    """One official file of reference rates that was loaded. ``broken``: [place, reason, text] of rows that were not."""

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, unique=True)
    loaded_at = models.DateTimeField()
    broken = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name


class EuroRate(models.Model):
    """How much of a currency one euro bought on a day, as the file says in ``place``. A later file may correct it."""

    day = models.DateField()
    currency = models.CharField(max_length=3)
    rate = models.DecimalField(max_digits=20, decimal_places=8)
    file = models.ForeignKey(RateFile, models.PROTECT, related_name="rates", db_index=False)
    place = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "currency"], name="euro_rate_once_a_day"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="euro_rate_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.currency} {self.rate}"


class BankFile(models.Model):
    """One statement of the hub's bank that was loaded. ``broken``: [place, reason, text] of what could not be used."""

    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=10)  # camt.053, camt.054, mt940, csv
    sha256 = models.CharField(max_length=64, unique=True)
    loaded_at = models.DateTimeField()
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    fresh = models.IntegerField(default=0)
    repeated = models.IntegerField(default=0)
    broken = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name


class BankBalance(models.Model):
    """What the bank says stood in an account at the beginning or at the end of a day."""

    file = models.ForeignKey(BankFile, models.PROTECT, related_name="balances", db_index=False)
    account = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    day = models.DateField()
    closing = models.BooleanField()
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "currency", "day", "closing"], name="bank_balance_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.day} {self.currency} {self.amount_minor}"


class BankEntry(models.Model):
    """One movement on an account of the hub, as its bank tells it, and what became of it here.

    ``state``: matched (booked for what it is), open (waits for a person), send_back (goes back to the payer),
    kept (stays as it is, with a note). ``in_suspense``: it came in and stands among money that nobody knows.
    """

    file = models.ForeignKey(BankFile, models.PROTECT, related_name="entries")
    place = models.CharField(max_length=200)
    account = models.CharField(max_length=40)
    entry_id = models.CharField(max_length=60)
    booked = models.DateField()
    valued = models.DateField()
    amount_minor = models.BigIntegerField()  # above zero came in, below zero went out
    currency = models.CharField(max_length=3)
    name = models.CharField(max_length=140, blank=True)
    counterparty = models.CharField(max_length=40, blank=True)
    remittance = models.CharField(max_length=500, blank=True)
    end_to_end = models.CharField(max_length=35, blank=True)
    return_reason = models.CharField(max_length=35, blank=True)
    state = models.CharField(max_length=10)
    kind = models.CharField(max_length=20, blank=True)  # what it was matched to
    target = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=30, blank=True)  # why a person has to look
    in_ledger = models.BooleanField(default=False)
    in_suspense = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "entry_id"], name="bank_entry_once"),
            models.CheckConstraint(condition=~Q(amount_minor=0), name="bank_entry_moves"),
            models.CheckConstraint(
                condition=Q(state__in=["matched", "open", "send_back", "kept"]), name="bank_entry_state_known"
            ),
            models.CheckConstraint(
                condition=Q(in_suspense=False) | Q(in_ledger=True, amount_minor__gt=0),
                name="bank_entry_suspense_came_in",
            ),
        ]
        indexes = [
            models.Index(fields=["booked"], name="bank_entry_open", condition=~Q(state="matched")),
            models.Index(fields=["currency", "booked"], name="bank_entry_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.currency} {self.amount_minor}"


class OwnTransfer(models.Model):
    """What the hub itself told its bank to move and the ledger has already: a conversion, a tax that was handed over.

    ``amount_minor``: above zero it comes in. ``reference``: what the bank's statement will call it.
    """

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=12)
    reference = models.CharField(max_length=100, blank=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(amount_minor=0), name="own_transfer_moves"),
            models.CheckConstraint(condition=Q(kind__in=["conversion", "tax"]), name="own_transfer_kind_known"),
        ]
        indexes = [models.Index(fields=["currency", "amount_minor"], name="own_transfer_by_amount")]

    def __str__(self) -> str:
        return self.name


class SellerTier(models.Model):
    """How much a seller may be paid, who decided it and what was shown. The newest row counts; none is changed."""

    seller_id = models.BigIntegerField()
    tier = models.CharField(max_length=20)
    note = models.CharField(max_length=1000)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["seller_id", "-id"], name="seller_tier_newest")]

    def __str__(self) -> str:
        return f"{self.seller_id} {self.tier}"
