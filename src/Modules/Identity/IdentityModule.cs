using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Federation;
using NhatLe.Identity.On;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.SecondFactors;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Ui;

namespace NhatLe.Identity;

/// <summary>Accounts, who is signed in where, and the systems that let people sign in here.</summary>
public sealed class IdentityModule : IModule
{
    public string Name => "identity";

    public IEnumerable<Assembly> Contracts => [typeof(SignedIn).Assembly];

    public void AddServices(IServiceCollection services)
    {
        services.AddModuleDb<IdentityDb>();
        services.AddScoped<IAccounts, IdentityApi>().AddScoped<IReformParticipant, AccountsInReform>();
        services.AddSingleton(new NavItem("person", "Tài khoản của tôi", "~/tai-khoan", Order: 900, Short: "Tài khoản"));
        services.AddScoped<ISeed, DemonstrationSeed>().AddSingleton<DemonstrationAccounts>().AddSingleton<Population>();

        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>().Configure<PasswordHasherOptions>(o => o.IterationCount = Passwords.Iterations);
        services.AddSingleton<Passwords>().AddSingleton(new SignInLimits()).AddScoped<Guessing>().AddScoped<OpenSessions>().AddScoped<SignedInAccount>();
        services.AddScoped<IReach, AccountReach>().AddScoped<ChooseWays.Handler>().AddScoped<GiveMailAddress.Handler>().AddScoped<ConfirmMailAddress.Handler>().AddScoped<ForgetMailAddress.Handler>();
        services.AddReaction<MailAddressGiven, SendMailCode>();
        services.AddOpenId();
        services.AddFederation();
        services.AddSingleton<SecondFactorPolicy>().AddScoped<NewSession>().AddScoped<CodeCheck>().AddScoped<OwnPassword>().AddScoped<SignInCode.Handler>().AddScoped<EnterCode.Handler>();
        services.AddScoped<TwoSteps.Handler>().AddScoped<OfferSecondFactor.Handler>().AddScoped<AddSecondFactor.Handler>().AddScoped<RemoveSecondFactor.Handler>().AddScoped<RenewRecoveryCodes.Handler>().AddScoped<ResetSecondFactor.Handler>();
        services.AddSingleton(new NavItem("lock", "Gỡ xác thực hai bước", ResetSecondFactorModel.Address, OpenId.Registry.Administrators.Permit, Order: 917, Heading: "Quản trị"));
        services.AddScoped<SignIn.Handler>().AddScoped<SignOut.Handler>().AddScoped<MyAccount.Handler>();
    }

    public void Use(IApplicationBuilder app) => app.UseMiddleware<SessionMiddleware>();

    public void Map(IEndpointRouteBuilder routes)
    {
        OpenIdServices.Map(routes);
        FederationServices.Map(routes);
        SignIn.Map(routes);
        SignOut.Map(routes);
        SignInCode.Map(routes);
        EnterCode.Map(routes);
        OfferSecondFactor.Map(routes);
        AddSecondFactor.Map(routes);
        RemoveSecondFactor.Map(routes);
        RenewRecoveryCodes.Map(routes);
        ResetSecondFactor.Map(routes);
        ChooseWays.Map(routes);
        GiveMailAddress.Map(routes);
        ConfirmMailAddress.Map(routes);
        ForgetMailAddress.Map(routes);
    }
}
