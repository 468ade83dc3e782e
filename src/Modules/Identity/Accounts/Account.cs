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
    public byte[]? CitizenNumber { get; private set; }
    public string? CitizenNumberLookup { get; private set; }

    /// <summary>An official saw the paper with the number. Until then it is what somebody with a phone says of themselves.</summary>
    public bool NumberChecked { get; private set; } = true;

    public byte[]? Phone { get; private init; }
    public string? PhoneLookup { get; private init; }
    public string? Email { get; private init; }

    /// <summary>"1996-03-08", or the year only: "1958".</summary>
    public string BornOn { get; private set; } = "";

    public string Gender { get; private init; } = "";
    public string Ethnicity { get; private init; } = "";

    /// <summary>Code of the commune of residence; empty for officers.</summary>
    public string UnitCode { get; private set; } = "";

    public string Address { get; private set; } = "";
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

    /// <summary>The password was given by an administrator, is good for one sign-in until then, and must be changed in it; null: it is the person's own.</summary>
    public DateTimeOffset? TemporaryUntil { get; private set; }

    public bool MustChangePassword => TemporaryUntil is not null;

    /// <summary>The person's own.</summary>
    public void SetPassword(string hash) => (PasswordHash, TemporaryUntil) = (hash, null);

    public void GiveTemporary(string hash, DateTimeOffset until) => (PasswordHash, TemporaryUntil) = (hash, until);

    /// <summary>A temporary password opens one session.</summary>
    /// <returns>False where it did so before, or is too old.</returns>
    public bool UseTemporary(DateTimeOffset now)
    {
        if (TemporaryUntil is not { } until) return true;
        if (until <= now) return false;
        TemporaryUntil = now;
        return true;
    }

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

    public static Account OfCitizen(Guid id, string login, Particulars person, string passwordHash, ColumnCipher cipher, bool numberChecked = true) => new()
    {
        Id = id, Kind = AccountKind.Citizen, Login = login, FoldedLogin = Fold.Key(login), PasswordHash = passwordHash,
        FullName = person.FullName, BornOn = person.BornOn, Gender = person.Gender, Ethnicity = person.Ethnicity,
        UnitCode = person.UnitCode, Address = person.Address, Email = person.Email,
        CitizenNumber = cipher.Encrypt(person.CitizenNumber.Value), CitizenNumberLookup = cipher.Lookup(person.CitizenNumber.Value),
        Phone = person.Phone is { } phone ? cipher.Encrypt(phone.International) : null,
        PhoneLookup = person.Phone is { } number ? cipher.Lookup(number.International) : null,
        NumberChecked = numberChecked, Active = true,
    };

    /// <summary>As the state says them, and with them the number. A year alone does not take the place of a day that is known.</summary>
    /// <returns>False where nothing changed.</returns>
    public bool TakeVerified(string fullName, string bornOn)
    {
        if (bornOn.Length == 4 && BornOn.StartsWith(bornOn, StringComparison.Ordinal)) bornOn = BornOn;
        if ((FullName, BornOn, NumberChecked) == (fullName, bornOn, true)) return false;
        (FullName, BornOn, NumberChecked) = (fullName, bornOn, true);
        return true;
    }

    public void Rehash(string passwordHash) => PasswordHash = passwordHash;

    /// <summary>Nobody signs in with it any more, and its sessions end with their next request.</summary>
    public void Close() => Active = false;

    /// <summary>An official saw the paper: what it says stands from now on.</summary>
    public void CheckNumber(Particulars paper) => (NumberChecked, FullName, BornOn, UnitCode, Address) = (true, paper.FullName, paper.BornOn, paper.UnitCode, paper.Address);

    /// <summary>It was registered with another person's number: closed, and the number is free for who it belongs to.</summary>
    public void GiveUpNumber()
    {
        (CitizenNumber, CitizenNumberLookup, NumberChecked) = (null, null, false);
        Close();
    }

    public void Reopen() => Active = true;

    public void Rename(string fullName) => FullName = fullName;

    public sealed record Particulars(string FullName, CitizenNumber CitizenNumber, PhoneNumber? Phone, string? Email, string BornOn, string Gender, string Ethnicity, string UnitCode, string Address);
}
