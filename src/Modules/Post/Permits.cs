namespace NhatLe.Post;

/// <summary>What a position may do with what goes by post. Who compares the money is not who sends.</summary>
public static class Permits
{
    public const string Send = "post.send";
    public const string Read = "post.read";
    public const string Reconcile = "post.reconcile";
}

/// <summary>What units owe about the post.</summary>
public static class Duties
{
    /// <summary>It was not delivered, or not even taken: the applicant is called, and it is sent anew or kept for them.</summary>
    public const string Failed = "post.failed";

    /// <summary>What the post says it collected or settled is not what we know.</summary>
    public const string Reconcile = "post.reconcile";
}
