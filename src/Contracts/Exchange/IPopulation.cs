using NhatLe.Platform.Text;

namespace NhatLe.Contracts.Exchange;

/// <summary>The national population database (cơ sở dữ liệu quốc gia về dân cư), asked about one person by their number.</summary>
public interface IPopulation
{
    /// <summary>False: nobody can be asked, and no page speaks of it.</summary>
    bool IsSetUp { get; }

    /// <summary>It answers within a few seconds, whatever becomes of the other side, and fails for nothing that happens there.</summary>
    Task<PopulationAnswer> Find(PopulationQuestion question, CancellationToken ct);
}

/// <param name="Id">Of the message: the same where the same question is asked again.</param>
/// <param name="Purpose">What it is wanted for; the other side keeps it.</param>
/// <param name="Issue">Code of the dossier it is asked for; empty: for none.</param>
/// <param name="SubjectId">The record it is asked for.</param>
/// <param name="AccountId">Whose action it is.</param>
/// <param name="EntryId">The entry of the journal it follows from.</param>
public sealed record PopulationQuestion(Guid Id, string CitizenNumber, string Purpose, string Issue = "", Guid? SubjectId = null, Guid? AccountId = null, Guid? EntryId = null);

public enum PopulationOutcome
{
    Found = 1,

    /// <summary>The database has nobody of that number.</summary>
    NotFound = 2,

    /// <summary>No answer that is to be believed: it may be asked again.</summary>
    Away = 3,
}

/// <param name="Person">Where found.</param>
/// <param name="Why">Where away: for operators, in English.</param>
public sealed record PopulationAnswer(PopulationOutcome Outcome, RegisteredPerson? Person = null, string Why = "");

public enum MaritalStatus { Unknown = 0, Single = 1, Married = 2, Divorced = 3, Widowed = 4 }

/// <summary>A person as the population database has them (thông tin công dân). What it does not know is null or empty.</summary>
/// <param name="OldNumber">Of the identity card of nine digits.</param>
/// <param name="FamilyName">Empty for people of one name.</param>
/// <param name="BirthYear">Also where the day is not known.</param>
/// <param name="HouseholdNumber">Số hộ khẩu.</param>
/// <param name="BirthPlace">Where the birth was registered.</param>
/// <param name="Origin">Quê quán.</param>
/// <param name="Residence">Nơi thường trú.</param>
/// <param name="Dwelling">Nơi ở hiện tại.</param>
/// <param name="Representative">Who acts for a child.</param>
public sealed record RegisteredPerson(
    string CitizenNumber, string OldNumber, string FamilyName, string MiddleName, string GivenName, Sex? Sex, string Ethnicity, string Religion, MaritalStatus MaritalStatus, string BloodType, DateOnly? BirthDate, int? BirthYear,
    string Nationality, string HouseholdNumber, RegisteredAddress? BirthPlace, RegisteredAddress? Origin, RegisteredAddress? Residence, RegisteredAddress? Dwelling,
    Relative? Father, Relative? Mother, Relative? Spouse, Relative? Representative, Relative? HouseholdHead, string RelationshipToHead)
{
    public string FullName => string.Join(' ', new[] { FamilyName, MiddleName, GivenName }.Where(name => name.Length > 0));
}

/// <param name="CommuneCode">By the list of administrative units.</param>
/// <param name="Detail">"Thôn 4".</param>
public sealed record RegisteredAddress(string ProvinceCode, string DistrictCode, string CommuneCode, string Detail, string Country);

/// <param name="CitizenNumber">Empty: not known.</param>
public sealed record Relative(string FullName, string CitizenNumber, string OldNumber, string Nationality);
