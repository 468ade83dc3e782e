using System.Globalization;
using NhatLe.Contracts.Services;
using NhatLe.Identity.Accounts;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Files;
using NhatLe.Platform.Flow;
using NhatLe.Platform.Text;
using NhatLe.Services.Dossiers;

namespace NhatLe.Host.Seeding;

/// <summary>What is written for some dossiers, table by table.</summary>
sealed class SeededRows
{
    public List<Dossier> Dossiers { get; } = [];
    public List<Paper> Papers { get; } = [];
    public List<Entry> Entries { get; } = [];
    public List<EntryPayload> Payloads { get; } = [];
    public List<Duty> Duties { get; } = [];
    public List<SeededWords> Words { get; } = [];
    public List<Account> Accounts { get; } = [];

    public void Add((Entry Entry, EntryPayload Payload) fact)
    {
        Entries.Add(fact.Entry);
        Payloads.Add(fact.Payload);
    }
}

/// <summary>A row of the search index.</summary>
sealed record SeededWords(Guid SubjectId, Guid UnitId, SearchCard Card, string Names, string Words);

/// <summary>
/// Lives the drawn dossiers by the rules of <see cref="Dossier"/> and the legal clock, without a database: each act leaves its entry,
/// chained, and its duties, as the handlers would have written them.
/// </summary>
sealed class SeededDossiers(SeededProvince province, DirectorySnapshot directory, LegalClock clock, ColumnCipher cipher, DossierWords words, StoredFile file, string passwordHash)
{
    readonly Dictionary<string, int> numbers = []; // the last one given, by unit and day

    /// <summary>The next number of the unit's day. One at a time, in the order of the dossiers.</summary>
    public string CodeOf(SeededProvince.Draw draw)
    {
        var day = LegalTime.DateOf(draw.Filed);
        var series = string.Create(CultureInfo.InvariantCulture, $"{draw.Unit.ShortCode}/{day:yyMMdd}");
        return DossierCode.Format(draw.Unit.ShortCode, day, numbers[series] = numbers.GetValueOrDefault(series) + 1);
    }

    public void Open(SeededProvince.Person person, SeededRows rows)
    {
        var account = Account.OfCitizen(person.AccountId, person.Login, new(person.Name, CitizenNumber.Read(person.CitizenNumber).Value!, PhoneNumber.Read(person.Phone).Value, Email: null,
            person.CitizenNumber[4..6] is var year && person.CitizenNumber[3] >= '2' ? "20" + year : "19" + year, person.CitizenNumber[3] is '1' or '3' ? "female" : "male", "Kinh", person.Home.Code, person.Home.FullName), passwordHash, cipher);
        rows.Accounts.Add(account);
        rows.Add(Entry.Of(account, nameof(Account), Actor.System, post: null, new NhatLe.Contracts.Identity.AccountOpened(person.Login), note: null, province.Begin));
    }

    public void Live(SeededProvince.Draw draw, string code, SeededRows rows)
    {
        var (procedure, unit, person) = (draw.Procedure, draw.Unit, draw.Person);
        var desk = directory.DeskOf(unit.Id) ?? unit;
        var online = draw.Channel == Channel.Online;
        var answerDue = clock.DueAt(DossierActs.AnswerLimit, draw.Filed);
        var dossier = Dossier.File(new()
        {
            Id = draw.Id, Code = code, ProcedureCode = procedure.Code, ProcedureVersionId = procedure.VersionId, Title = procedure.EverydayName, Person = person.Name, UnitId = unit.Id, ReceivedUnitId = desk.Id,
            Channel = draw.Channel, ApplicantAccountId = online ? person.AccountId : null, ApplicantName = person.Name, ApplicantNumber = cipher.Encrypt(person.CitizenNumber), ApplicantNumberKey = cipher.Lookup(person.CitizenNumber),
            ApplicantPhone = cipher.Encrypt(person.Phone), Form = cipher.Encrypt($$"""{"unit":"{{person.Home.Code}}","phone":"{{person.Phone}}"}"""), Flow = procedure.Flow, TimeLimit = procedure.TimeLimit, Fee = procedure.FeeVnd,
            FiledAt = draw.Filed, FiledOn = LegalTime.DateOf(draw.Filed), AnswerDueAt = answerDue, Digitised = draw.Digitised,
        });
        var citizen = new Actor { Kind = ActorKind.Citizen, AccountId = person.AccountId, Name = person.Name };
        var filer = online ? citizen : province.Holder(unit, dossier.CurrentStep!.Permit);
        rows.Add(Fact(dossier, filer, online ? null : dossier.CurrentStep!.Permit, new DossierFiled(dossier.Id, code, procedure.Code, procedure.VersionId, unit.Id, (int)draw.Channel, answerDue), draw.Filed));
        Add(dossier, PaperRole.Submitted, procedure.Documents is [var first, ..] ? first.Key : "paper", procedure.Documents is [var named, ..] ? named.Name : "Giấy tờ", draw.Filed, filer.Name, rows);

        var (opened, due) = (draw.Filed, (DateTimeOffset?)answerDue);
        foreach (var at in draw.At.Take(draw.Acts))
        {
            var step = dossier.CurrentStep!;
            Owe(dossier, step, opened, due, at, rows);
            Act(dossier, step, at, rows);
            (opened, due) = (at, dossier.DueAt);
        }
        if (dossier.CurrentStep is { } open) Owe(dossier, open, opened, due, ended: null, rows);
        if (draw.Stars is { } stars && online)
        {
            dossier.Rate(stars, comment: null);
            rows.Add(Fact(dossier, citizen, permit: null, new DossierRated(dossier.Id, code, stars), draw.At[^1].AddHours(1)));
        }
        rows.Dossiers.Add(dossier);

        var card = DossierWords.CardOf(dossier);
        var names = SearchTokens.Names(card.Names);
        rows.Words.Add(new(dossier.Id, unit.Id, card, string.Join(' ', names), string.Join(' ', SearchTokens.Of(directory, nameof(Dossier), unit.Id, names, words.KeysOf(dossier), card.At))));
    }

    void Act(Dossier dossier, FlowStep step, DateTimeOffset at, SeededRows rows)
    {
        var actor = province.Holder(directory.Unit(dossier.UnitId), step.Permit);
        object fact;
        switch (step.Kind)
        {
            case StepKind.Accept:
                var state = clock.Start(dossier.TimeLimit, at);
                var deadline = clock.Evaluate(state);
                dossier.Accept(state, deadline, at);
                fact = new DossierAccepted(dossier.Id, dossier.Code, deadline.DueAt!.Value);
                break;
            case StepKind.Process:
                var next = dossier.Forward(actor.OfficerId);
                Add(dossier, PaperRole.Result, "result", "Kết quả", at, actor.Name, rows);
                fact = new DossierForwarded(dossier.Id, dossier.Code, step.Name, next.Name);
                break;
            case StepKind.Approve:
                dossier.Approve(actor.OfficerId, at);
                fact = new DossierApproved(dossier.Id, dossier.Code);
                break;
            default:
                dossier.Return(at);
                fact = new ResultReturned(dossier.Id, dossier.Code, !dossier.IsLate(at));
                break;
        }
        rows.Add(Fact(dossier, actor, step.Permit, fact, at));
    }

    static (Entry, EntryPayload) Fact(Dossier dossier, Actor actor, string? permit, object fact, DateTimeOffset at) =>
        Entry.Of(dossier, nameof(Dossier), actor, permit is null ? null : actor.PostFor(permit, dossier.UnitId), fact, note: null, at);

    static void Owe(Dossier dossier, FlowStep step, DateTimeOffset opened, DateTimeOffset? due, DateTimeOffset? ended, SeededRows rows) => rows.Duties.Add(new()
    {
        Id = Guid.CreateVersion7(opened), SubjectId = dossier.Id, SubjectKind = nameof(Dossier), Kind = Words.DutyOf(step.Kind), UnitId = dossier.UnitId, Permit = step.Permit, Title = dossier.Title, Person = dossier.Person,
        Code = dossier.Code, Link = $"/giai-quyet/{dossier.Code}", AnswersCitizen = step.Kind is StepKind.Accept or StepKind.Return, OpenedAt = opened, DueAt = due, EndedAt = ended,
        Outcome = ended is null ? null : ended > due ? DutyOutcome.Late : DutyOutcome.OnTime,
    });

    void Add(Dossier dossier, PaperRole role, string key, string name, DateTimeOffset at, string by, SeededRows rows) => rows.Papers.Add(new Paper
    {
        Id = Guid.CreateVersion7(at), DossierId = dossier.Id, Role = role, Key = key, Name = name, AddedAt = at, AddedBy = by,
    }.As(file, key + ".pdf"));
}
