using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Assisted;
using NhatLe.Identity.Counters;
using NhatLe.Identity.Credentials;
using NhatLe.Identity.Federation;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.Passkeys;
using NhatLe.Identity.Registrations;
using NhatLe.Identity.Representations;
using NhatLe.Identity.Scim;
using NhatLe.Identity.SecondFactors;
using NhatLe.Identity.Sessions;
using NhatLe.Identity.Systems;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;

namespace NhatLe.Identity;

public sealed class IdentityDb(DbContextOptions<IdentityDb> options) : ModuleDb(options)
{
    const string NoNumber = "-"; // null would be compared by IS NULL, and mean every account without one

    public DbSet<Account> Accounts => Set<Account>();
    public DbSet<Session> Sessions => Set<Session>();
    public DbSet<Failures> Failures => Set<Failures>();
    public DbSet<MailCheck> MailChecks => Set<MailCheck>();

    public DbSet<PasswordReset> PasswordResets => Set<PasswordReset>();
    public DbSet<Counter> Counters => Set<Counter>();
    public DbSet<CounterPin> CounterPins => Set<CounterPin>();
    public DbSet<KeptForm> KeptForms => Set<KeptForm>();

    public DbSet<SecondFactor> SecondFactors => Set<SecondFactor>();
    public DbSet<RecoveryCode> RecoveryCodes => Set<RecoveryCode>();
    public DbSet<HalfSignIn> HalfSignIns => Set<HalfSignIn>();

    public DbSet<Passkey> Passkeys => Set<Passkey>();
    public DbSet<Registration> Registrations => Set<Registration>();
    public DbSet<Activation> Activations => Set<Activation>();
    public DbSet<Representation> Representations => Set<Representation>();
    public DbSet<NationalSignIn> NationalSignIns => Set<NationalSignIn>();
    public DbSet<NationalLink> NationalLinks => Set<NationalLink>();

    public DbSet<Client> Clients => Set<Client>();
    public DbSet<SigningKey> SigningKeys => Set<SigningKey>();
    public DbSet<ClientSession> ClientSessions => Set<ClientSession>();
    public DbSet<Authorization> Authorizations => Set<Authorization>();
    public DbSet<Consent> Consents => Set<Consent>();

    public DbSet<Provisioned> Provisioned => Set<Provisioned>();
    public DbSet<Push> Pushes => Set<Push>();
    public DbSet<SystemLink> SystemLinks => Set<SystemLink>();
    public DbSet<HealthOfSystem> SystemHealths => Set<HealthOfSystem>();

    protected override void Define(ModelBuilder model)
    {
        model.Entity<Account>().ToTable("identity_accounts").HasKey(a => a.Id);
        model.Entity<Session>().ToTable("identity_sessions").HasKey(s => s.TokenHash);
        model.Entity<MailCheck>().ToTable("identity_mail_checks").HasKey(m => m.AccountId);
        model.Entity<PasswordReset>().ToTable("identity_password_resets").HasKey(r => r.Id);
        model.Entity<PasswordReset>().Property(r => r.UsedAt).IsConcurrencyToken();
        model.Entity<Counter>().ToTable("identity_counters").HasKey(c => c.Id);
        model.Entity<CounterPin>().ToTable("identity_counter_pins").HasKey(p => new { p.CounterId, p.AccountId });
        model.Entity<KeptForm>().ToTable("identity_kept_forms").HasKey(k => new { k.AccountId, k.Path });
        model.Entity<SecondFactor>().ToTable("identity_second_factors").HasKey(f => f.AccountId);
        model.Entity<SecondFactor>().Property(f => f.LastStep).IsConcurrencyToken();
        model.Entity<RecoveryCode>().ToTable("identity_recovery_codes").HasKey(c => c.CodeHash);
        model.Entity<RecoveryCode>().Property(c => c.UsedAt).IsConcurrencyToken();
        model.Entity<HalfSignIn>().ToTable("identity_half_sign_ins").HasKey(h => h.TokenHash);
        model.Entity<Passkey>().ToTable("identity_passkeys").HasKey(p => p.Id);
        model.Entity<Passkey>().Property(p => p.SignCount).IsConcurrencyToken();
        model.Entity<Passkey>().Ignore(p => p.Info);
        model.Entity<Registration>().ToTable("identity_registrations").HasKey(r => r.Id);
        model.Entity<Activation>().ToTable("identity_activations").HasKey(a => a.AccountId);
        model.Entity<Representation>().ToTable("identity_representations").HasKey(r => r.Id);
        model.Entity<NationalSignIn>().ToTable("identity_national_sign_ins").HasKey(s => s.StateHash);
        model.Entity<NationalLink>().ToTable("identity_national_links").HasKey(l => l.AccountId);
        model.Entity<Client>().ToTable("identity_clients").HasKey(c => c.Id);
        model.Entity<SigningKey>().ToTable("identity_signing_keys").HasKey(k => k.Id);
        model.Entity<ClientSession>().ToTable("identity_client_sessions").HasKey(s => s.Id);
        model.Entity<Authorization>().ToTable("identity_authorizations").HasKey(a => a.Id);
        model.Entity<Consent>().ToTable("identity_consents").HasKey(c => new { c.AccountId, c.ClientId });
        model.Entity<Failures>().ToTable("identity_failures").HasKey(f => f.Key);
        model.Entity<Provisioned>().ToTable("identity_provisioned").HasKey(p => new { p.ClientId, p.AccountId });
        model.Entity<Push>().ToTable("identity_pushes").HasKey(p => new { p.ClientId, p.AccountId });
        model.Entity<SystemLink>().ToTable("identity_system_links").HasKey(l => l.ClientId);
        model.Entity<HealthOfSystem>(h => h.ToTable("identity_system_health").Ignore(x => x.Told).HasKey(x => x.ClientId));
    }

    /// <summary>The account somebody means by what they typed: a citizen number, a phone, or a login. A phone that several share means none of them.</summary>
    public async Task<Account?> Find(string typed, CancellationToken ct)
    {
        var folded = Fold.Key(typed);
        var number = CitizenNumber.Read(typed).Value is { } read ? Cipher.Lookup(read.Value) : NoNumber;
        var phone = PhoneNumber.Read(typed).Value is { } dialled ? Cipher.Lookup(dialled.International) : NoNumber;
        var found = await Accounts.Where(a => a.FoldedLogin == folded || a.CitizenNumberLookup == number || (a.PhoneLookup == phone && a.Active)).OrderBy(a => a.Id).Take(2).ToListAsync(ct);
        return found is [var one] ? one : null;
    }

    /// <summary>An entry by itself, about an account.</summary>
    public Task Journal(Guid accountId, object fact, CancellationToken ct) => Again(async () =>
    {
        Record(await Accounts.SingleAsync(a => a.Id == accountId, ct), fact);
        return await SaveChangesAsync(ct);
    });

    /// <summary>What is typed, in the form in which <see cref="Find"/> compares it: one login nobody has, however it is written.</summary>
    public static string Canonical(string typed) => CitizenNumber.Read(typed).Value?.Value ?? PhoneNumber.Read(typed).Value?.International ?? Fold.Key(typed);
}
