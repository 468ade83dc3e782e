namespace NhatLe.Identity.Passkeys;

/// <summary>What the form that uses a key has to know; the page that shows it has a handler named Passkey.</summary>
/// <param name="Second">In place of a code; else in place of login and password.</param>
/// <param name="ReturnUrl">Where the person was going.</param>
/// <param name="Alone">There is no other way on the page.</param>
public sealed record UsePasskeyForm(bool Second, string? ReturnUrl, bool Alone = false);
