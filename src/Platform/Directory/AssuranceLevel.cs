namespace NhatLe.Platform.Directory;

/// <summary>
/// How sure the state itself is that a session is the person's (mức độ định danh điện tử, NĐ 69/2024): the surer, the higher. How well a sign-in is
/// guarded, by a code beside the password for instance, is another question.
/// </summary>
public enum AssuranceLevel
{
    /// <summary>An account of ours: nobody of the state has said who it is.</summary>
    None = 0,

    /// <summary>A national electronic identity opened on a phone (mức 1).</summary>
    National1 = 1,

    /// <summary>A national electronic identity confirmed by the police in person (mức 2).</summary>
    National2 = 2,
}
