namespace NhatLe.Payments;

/// <summary>What a position may do with money of dossiers. Who pays back and who reconciles is not who collects.</summary>
public static class Permits
{
    public const string Collect = "payments.collect";
    public const string Refund = "payments.refund";
    public const string Reconcile = "payments.reconcile";
    public const string Read = "payments.read";
}

/// <summary>What units owe about money.</summary>
public static class Duties
{
    /// <summary>A payment that is not simply what was due: too little, too much, twice, too late, for nothing known.</summary>
    public const string Mend = "payments.mend";

    /// <summary>The payer says that the law lets them pay less.</summary>
    public const string Relief = "payments.relief";

    /// <summary>The time to pay is over: the payer is reminded once more, or the dossier is ended.</summary>
    public const string Unpaid = "payments.unpaid";

    /// <summary>A refund that was decided is handed over in cash.</summary>
    public const string PayOut = "payments.pay-out";

    /// <summary>Our books and those of the platform differ.</summary>
    public const string Reconcile = "payments.reconcile";
}
