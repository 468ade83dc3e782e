using NhatLe.Platform.Data;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Accounts;

public enum AccountKind { Citizen = 1, Officer = 2 }

/// <summary>Who can sign in (tài khoản): a citizen with particulars of their own, or an officer of the directory.</summary>
public sealed class Account : Subject
{
    Account() { } // EF

    public AccountKind Kind { get; private init; }
    public string Login { get; private init; } = "";

    /// <summary>Without case and marks: two logins that look alike are one.</summary>
    public string FoldedLogin { get; private init; } = "";

    public string PasswordHash { get; private set; } = "";
    public Guid? OfficerId { get; private init; }
    public string FullName { get; private set; } = "";
    public byte[]? CitizenNumber { get; private init; }
    public string? CitizenNumberLookup { get; private init; }
    public byte[]? Phone { get; private init; }
    public string? PhoneLookup { get; private init; }
    public string? Email { get; private init; }

    /// <summary>"1996-03-08", or the year only: "1958".</summary>
    public string BornOn { get; private set; } = "";

    public string Gender { get; private init; } = "";
    public string Ethnicity { get; private init; } = "";

    /// <summary>Code of the commune of residence; empty for officers.</summary>
    public string UnitCode { get; private init; } = "";

    public string Address { get; private init; } = "";
    public bool Active { get; private set; }

    /// <summary>Told by SMS, where there is a mobile phone.</summary>
    public bool SmsWanted { get; private set; } = true;

    /// <summary>Told by e-mail, once the address is confirmed.</summary>
    public bool MailWanted { get; private set; }

    /// <summary>Confirmed by a code that was sent there. Encrypted.</summary>
    public byte[]? MailAddress { get; private set; }

    /// <summary>The language of messages; Vietnamese otherwise.</summary>
    public bool English { get; private set; }

    /// <summary>Since when the person knows that they must have a second factor.</summary>
    public DateTimeOffset? SecondAskedAt { get; private set; }

    public void AskSecond(DateTimeOffset now) => SecondAskedAt ??= now;

    /// <returns>False where nothing changed.</returns>
    public bool Choose(bool sms, bool mail, bool english)
    {
        mail &= MailAddress is not null;
        if ((SmsWanted, MailWanted, English) == (sms, mail, english)) return false;
        (SmsWanted, MailWanted, English) = (sms, mail, english);
        return true;
    }

    public void Confirm(byte[] mailAddress) => (MailAddress, MailWanted) = (mailAddress, true);

    public void ForgetMail() => (MailAddress, MailWanted) = (null, false);

    public static Account OfOfficer(Guid id, string login, Guid officerId, string fullName, string passwordHash) => new()
    {
        Id = id, Kind = AccountKind.Officer, Login = login, FoldedLogin = Fold.Key(login), PasswordHash = passwordHash,
        OfficerId = officerId, FullName = fullName, Active = true,
    };

    public static Account OfCitizen(Guid id, string login, Particulars person, string passwordHash, ColumnCipher cipher) => new()
    {
        Id = id, Kind = AccountKind.Citizen, Login = login, FoldedLogin = Fold.Key(login), PasswordHash = passwordHash,
        FullName = person.FullName, BornOn = person.BornOn, Gender = person.Gender, Ethnicity = person.Ethnicity,
        UnitCode = person.UnitCode, Address = person.Address, Email = person.Email,
        CitizenNumber = cipher.Encrypt(person.CitizenNumber.Value), CitizenNumberLookup = cipher.Lookup(person.CitizenNumber.Value),
        Phone = person.Phone is { } phone ? cipher.Encrypt(phone.International) : null,
        PhoneLookup = person.Phone is { } number ? cipher.Lookup(number.International) : null,
        Active = true,
    };

    /// <summary>As the state says them. A year alone does not take the place of a day that is known.</summary>
    /// <returns>False where nothing changed.</returns>
    public bool TakeVerified(string fullName, string bornOn)
    {
        if (bornOn.Length == 4 && BornOn.StartsWith(bornOn, StringComparison.Ordinal)) bornOn = BornOn;
        if ((FullName, BornOn) == (fullName, bornOn)) return false;
        (FullName, BornOn) = (fullName, bornOn);
        return true;
    }

    public void Rehash(string passwordHash) => PasswordHash = passwordHash;

    /// <summary>Nobody signs in with it any more, and its sessions end with their next request.</summary>
    public void Close() => Active = false;

    public sealed record Particulars(string FullName, CitizenNumber CitizenNumber, PhoneNumber? Phone, string? Email, string BornOn, string Gender, string Ethnicity, string UnitCode, string Address);
}
