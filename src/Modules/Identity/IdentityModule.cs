using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Identity;
using NhatLe.Contracts.Organization;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Counters;
using NhatLe.Identity.Credentials;
using NhatLe.Identity.Federation;
using NhatLe.Identity.On;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.Passkeys;
using NhatLe.Identity.Scim;
using NhatLe.Identity.SecondFactors;
using NhatLe.Identity.Sessions;
using NhatLe.Identity.StepUps;
using NhatLe.Identity.Systems;
using NhatLe.Platform;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;
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

        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>().AddOptions<PasswordHasherOptions>().Configure<PasswordSettings>((o, settings) => o.IterationCount = settings.Iterations);
        services.AddHostedService<HashCostAtStart>().AddSingleton<CommonPasswords>().AddSingleton<PasswordPolicy>().AddScoped<ChangePassword.Handler>();
        services.AddSingleton<ResetLimits>().AddSingleton<ResetSignal>().AddSingleton<SendResetCodes>().AddHostedService(sp => sp.GetRequiredService<SendResetCodes>()).AddScoped<AccountOwners>();
        services.AddScoped<ForgotPassword.Handler>().AddScoped<SetForgottenPassword.Handler>().AddScoped<GiveTemporaryPassword.Handler>().AddScoped<OfficerAccounts.Handler>();
        services.AddSingleton(new NavItem("people", "Tài khoản cán bộ", OfficersModel.Address, AccountScope.Permit, Order: 915, Heading: "Quản trị"));
        services.AddScoped<LockedSession>().AddScoped<CounterHere>().AddScoped<RegisterCounter.Handler>().AddScoped<EndCounter.Handler>().AddScoped<ListCounters.Handler>();
        services.AddScoped<SetPin.Handler>().AddScoped<ComeBack.Handler>().AddScoped<PeopleHere.Handler>().AddScoped<LockSession.Handler>().AddScoped<TakeKept.Handler>();
        services.AddSingleton(new NavItem("home", "Máy quầy", ListModel.Address, AccountScope.Permit, Order: 916, Heading: "Quản trị"));
        services.AddSingleton<Passwords>().AddSingleton(new SignInLimits()).AddScoped<Guessing>().AddScoped<OpenSessions>().AddScoped<SignedInAccount>();
        services.AddScoped<IReach, AccountReach>().AddScoped<ChooseWays.Handler>().AddScoped<GiveMailAddress.Handler>().AddScoped<ConfirmMailAddress.Handler>().AddScoped<ForgetMailAddress.Handler>();
        services.AddReaction<MailAddressGiven, SendMailCode>();
        services.AddReaction<OfficerDeactivated, FollowOfficer>();
        services.AddReaction<OfficerReactivated, FollowOfficer>();
        services.AddJob<EndExpiredSessions>("identity.expired-sessions", "Báo các hệ thống về phiên đã hết hạn", Every.Minute);
        services.AddOpenId();
        services.AddPasskeys();
        services.AddScim();
        services.AddFederation();
        services.AddSingleton<SecondFactorPolicy>().AddScoped<NewSession>().AddScoped<CodeCheck>().AddScoped<OwnPassword>().AddScoped<SignInCode.Handler>().AddScoped<EnterCode.Handler>();
        services.AddScoped<TwoSteps.Handler>().AddScoped<OfferSecondFactor.Handler>().AddScoped<AddSecondFactor.Handler>().AddScoped<RemoveSecondFactor.Handler>().AddScoped<RenewRecoveryCodes.Handler>().AddScoped<ResetSecondFactor.Handler>();
        services.AddSingleton(new NavItem("lock", "Gỡ xác thực hai bước", ResetSecondFactorModel.Address, OpenId.Registry.Administrators.Permit, Order: 917, Heading: "Quản trị"));
        services.AddScoped<Reauthenticate.Handler>();
        services.AddReaction<SecondFactorAdded, TellTheOwner>().AddReaction<SecondFactorRemoved, TellTheOwner>().AddReaction<SecondFactorReset, TellTheOwner>().AddReaction<RecoveryCodeUsed, TellTheOwner>();
        services.AddReaction<PasskeyAdded, TellTheOwner>().AddReaction<PasskeyRemoved, TellTheOwner>().AddReaction<PasskeySeemsCopied, TellTheOwner>();
        services.AddResidents();
        services.AddScoped<SignIn.Handler>().AddScoped<SignOut.Handler>().AddScoped<MyAccount.Handler>();
    }

    public void Use(IApplicationBuilder app) => app.UseMiddleware<SessionMiddleware>().UseMiddleware<SessionLock>().UseMiddleware<MustChangePassword>();

    public void Map(IEndpointRouteBuilder routes)
    {
        OpenIdServices.Map(routes);
        ScimEndpoints.Map(routes);
        LinkSystem.Map(routes);
        FederationServices.Map(routes);
        SignIn.Map(routes);
        SignOut.Map(routes);
        SignInCode.Map(routes);
        EnterCode.Map(routes);
        Reauthenticate.Map(routes);
        OfferSecondFactor.Map(routes);
        AddSecondFactor.Map(routes);
        RemoveSecondFactor.Map(routes);
        RenewRecoveryCodes.Map(routes);
        ResetSecondFactor.Map(routes);
        ChangePassword.Map(routes);
        ForgotPassword.Map(routes);
        SetForgottenPassword.Map(routes);
        GiveTemporaryPassword.Map(routes);
        RegisterCounter.Map(routes);
        SetPin.Map(routes);
        ComeBack.Map(routes);
        LockSession.Map(routes);
        PasskeyServices.Map(routes);
        ChooseWays.Map(routes);
        GiveMailAddress.Map(routes);
        ConfirmMailAddress.Map(routes);
        ForgetMailAddress.Map(routes);
        ResidentServices.Map(routes);
    }
}
