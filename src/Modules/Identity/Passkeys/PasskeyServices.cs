using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NhatLe.Identity.Accounts;

namespace NhatLe.Identity.Passkeys;

/// <summary>Passkeys (Web Authentication), in the order of the specification: relying party, key, challenge, registering, verifying.</summary>
public static class PasskeyServices
{
    public static void AddPasskeys(this IServiceCollection services)
    {
        services.AddSingleton<RelyingParty>().AddSingleton<IConfigureOptions<IdentityPasskeyOptions>, PasskeySettings>();
        // Of the framework's identity only the ceremonies: sign-in, cookies and stores are our own.
        services.AddScoped<PasskeyStore>().AddScoped<IPasskeyHandler<Account>>(sp => new PasskeyHandler<Account>(sp.GetRequiredService<UserManager<Account>>(), sp.GetRequiredService<IOptions<IdentityPasskeyOptions>>()));
        services.AddScoped(sp => new UserManager<Account>(sp.GetRequiredService<PasskeyStore>(), sp.GetRequiredService<IOptions<IdentityOptions>>(), sp.GetRequiredService<IPasswordHasher<Account>>(), [], [],
            new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(), sp, sp.GetRequiredService<ILogger<UserManager<Account>>>()));
        services.AddScoped<Challenges>().AddScoped<WebAuthn>().AddScoped<PasskeyCheck>();
        services.AddScoped<OfferPasskey.Handler>().AddScoped<AddPasskey.Handler>().AddScoped<AskForPasskey.Handler>().AddScoped<SignInByPasskey.Handler>().AddScoped<SecondByPasskey.Handler>();
        services.AddScoped<MyPasskeys.Handler>().AddScoped<RenamePasskey.Handler>().AddScoped<RemovePasskey.Handler>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        OfferPasskey.Map(routes);
        AddPasskey.Map(routes);
        AskForPasskey.Map(routes);
        SignInByPasskey.Map(routes);
        SecondByPasskey.Map(routes);
        MyPasskeys.Map(routes);
        RenamePasskey.Map(routes);
        RemovePasskey.Map(routes);
    }
}
