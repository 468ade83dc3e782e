using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Data;

namespace NhatLe.Tests.Identity;

/// <summary>The application with a system clock that can be set forward, and with a count of the passwords hashed at once.</summary>
public class IdentityApp : App
{
    public MovedTime Clock { get; } = new();
    public CountedHasher Hasher { get; } = new();

    protected override void Replace(IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<IPasswordHasher<Account>>(Hasher);
        services.AddSingleton(new SignInLimits { Address = new(30, TimeSpan.FromMinutes(15)) });
    }

    public Task<T> Accounts<T>(Func<IdentityDb, Task<T>> work) => With(work);

    public Task<Account> Account(string login) => Accounts(db => db.Accounts.AsNoTracking().SingleAsync(a => a.Login == login));

    public Task<List<Session>> Sessions(Guid account) => Accounts(db => db.Sessions.AsNoTracking().Where(s => s.AccountId == account).OrderBy(s => s.CreatedAt).ToListAsync());

    /// <summary>As an administrator would, beside the running application.</summary>
    public Task Change(FormattableString sql) => Accounts(db => db.Database.ExecuteSqlAsync(sql));

    /// <summary>Looks through every row of every table that is ours, as the database stores it.</summary>
    public async Task<bool> IsAnywhereInTheDatabase(byte[] secret)
    {
        var database = Services.GetRequiredService<Database>();
        await using var connection = await database.Open();
        var tables = new List<string>();
        await using (var list = connection.CreateCommand())
        {
            list.CommandText = database.IsPostgres
                ? "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
                : "SELECT name FROM sqlite_master WHERE type = 'table'";
            await using var names = await list.ExecuteReaderAsync();
            while (await names.ReadAsync()) tables.Add(names.GetString(0));
        }
        Assert.Contains("identity_accounts", tables);
        foreach (var table in tables)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
                for (var i = 0; i < rows.FieldCount; i++)
                    if (Bytes(rows.GetValue(i)).AsSpan().IndexOf(secret) >= 0) return true;
        }
        return false;
    }

    static byte[] Bytes(object value) => value as byte[] ?? System.Text.Encoding.UTF8.GetBytes(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "");

    /// <summary>Nothing of earlier failures is left.</summary>
    public Task ForgetFailures() => Accounts(db => db.Failures.ExecuteDeleteAsync());

    public static Dictionary<string, string> Form(string login, string password = Password) => new() { ["Input.Login"] = login, ["Input.Password"] = password };

    public sealed class MovedTime : TimeProvider
    {
        TimeSpan ahead;

        public void Advance(TimeSpan by) => ahead += by;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }

    public sealed class CountedHasher : IPasswordHasher<Account>
    {
        readonly PasswordHasher<Account> real = new(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = HashRounds }));
        int running;
        int most;
        int checks;
        int hashes;

        public int Most => most;
        public int Checks => checks;
        public int Hashes => hashes;

        public string HashPassword(Account user, string password)
        {
            Interlocked.Increment(ref hashes);
            return real.HashPassword(user, password);
        }

        public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref checks);
            var now = Interlocked.Increment(ref running);
            for (var seen = most; now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen; seen = most) { }
            try { return real.VerifyHashedPassword(user, hashedPassword, providedPassword); }
            finally { Interlocked.Decrement(ref running); }
        }
    }
}
