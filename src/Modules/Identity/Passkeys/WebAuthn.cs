using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Platform;

namespace NhatLe.Identity.Passkeys;

/// <summary>The ceremonies of Web Authentication, done by ASP.NET Core: what fails in them is a refusal with a name.</summary>
public sealed class WebAuthn(IPasskeyHandler<Account> handler, IHttpContextAccessor http)
{
    HttpContext Context => http.HttpContext!;

    /// <summary>For navigator.credentials.create (section 5.4): on no device that has a key of the account already.</summary>
    public async Task<(string Options, string State)> AskToMake(Account account)
    {
        var made = await handler.MakeCreationOptionsAsync(new() { Id = PasskeyStore.HandleOf(account), Name = account.Login, DisplayName = account.FullName }, Context);
        return (made.CreationOptionsJson, made.AttestationState!);
    }

    /// <summary>For navigator.credentials.get (section 5.5).</summary>
    /// <param name="account">Null: the key says whose it is.</param>
    public async Task<(string Options, string State)> AskToUse(Account? account)
    {
        var made = await handler.MakeRequestOptionsAsync(account, Context);
        return (made.RequestOptionsJson, made.AssertionState!);
    }

    /// <summary>Section 7.1, registering a new credential.</summary>
    /// <exception cref="Refusal">422, by name.</exception>
    public async Task<UserPasskeyInfo> Register(string credential, string state)
    {
        var result = await handler.PerformAttestationAsync(new() { HttpContext = Context, CredentialJson = credential, AttestationState = state });
        return result.Succeeded ? result.Passkey : throw PasskeyRefusals.Of(result.Failure);
    }

    /// <summary>Section 7.2, verifying an authentication assertion.</summary>
    /// <exception cref="Refusal">422, by name.</exception>
    public async Task<(UserPasskeyInfo Told, Account Account)> Verify(string credential, string state)
    {
        var result = await handler.PerformAssertionAsync(new() { HttpContext = Context, CredentialJson = credential, AssertionState = state });
        return result.Succeeded ? (result.Passkey, result.User) : throw PasskeyRefusals.Of(result.Failure);
    }
}
