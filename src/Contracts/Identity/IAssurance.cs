using NhatLe.Platform.Directory;

namespace NhatLe.Contracts.Identity;

/// <summary>How sure this session is of the person, and how it gets surer.</summary>
public interface IAssurance
{
    /// <summary>None where nobody is signed in.</summary>
    AssuranceLevel Now { get; }

    /// <summary>The page that says what to do to reach a level, and leads to the national sign-in and back.</summary>
    /// <param name="back">An address of ours, without the language prefix.</param>
    string Way(AssuranceLevel level, string back);
}
