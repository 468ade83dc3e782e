using System.ComponentModel.DataAnnotations;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Drafts;

namespace NhatLe.Services.Desk;

/// <summary>Who came, and what for: the start of a filing at the desk. A person with an account is known by their citizen number.</summary>
public static class BeginAtDesk
{
    public sealed record Command
    {
        public Guid Id { get; set; }
        public Channel Channel { get; set; } = Channel.Counter;

        [Required(ErrorMessage = "Hãy chọn thủ tục.")]
        public string? ProcedureCode { get; set; }

        public string? CitizenNumber { get; set; }

        [StringLength(100, ErrorMessage = "Họ tên dài quá 100 chữ. Hãy ghi ngắn hơn.")]
        public string? Name { get; set; }

        public string? Phone { get; set; }

        /// <summary>By which who came files for a child or an enterprise; null: for themselves.</summary>
        public Guid? RepresentationId { get; set; }
    }

    /// <summary>Said by the number of who came and the choice of whom for.</summary>
    public const string NotRepresented = "Người nộp không đại diện cho người này, hoặc quyền đại diện đã hết. Hãy bấm Tìm người rồi chọn lại.";

    public static void Demand(Actor actor)
    {
        if (!actor.CanAnywhere(Permits.Accept)) throw actor.IsSignedIn ? Refusal.Forbidden("desk", "Trang này dành cho người trực bộ phận một cửa.") : Refusal.SignIn();
    }

    public sealed class Handler(Actor actor, DraftBook drafts, IAccounts accounts, IRepresentations representations, AccessLog accesses, ColumnCipher cipher)
    {
        /// <summary>The person of a whole citizen number, where they have an account.</summary>
        public async Task<CitizenProfile?> Find(string? citizenNumber, CancellationToken ct)
        {
            Demand(actor);
            var number = CitizenNumber.Read(citizenNumber);
            if (number.Refusal is { } no) throw Refusal.Invalid(nameof(Command.CitizenNumber), no.Message, [.. no.Args]);
            var found = await accounts.CitizenByNumber(number.Value!.Value, ct);
            if (found is not null)
                accesses.Note(actor, new(AccessKind.Search, Permits.Accept, actor.MainPost?.UnitId, new(found.AccountId, cipher.Lookup(found.CitizenNumber)), "Account", found.AccountId, ""));
            return found;
        }

        /// <summary>Those for whom the person at the desk may file. Of a child it is noted that a clerk read it.</summary>
        public async Task<IReadOnlyList<Represented>> RepresentedBy(CitizenProfile person, CancellationToken ct)
        {
            Demand(actor);
            var all = await representations.Of(person.AccountId, ct);
            foreach (var one in all) Note(one);
            return all;
        }

        /// <summary>An enterprise is no person.</summary>
        void Note(Represented represented)
        {
            if (represented.Kind == RepresentedKind.Child) accesses.Note(actor, new(AccessKind.Search, Permits.Accept, actor.MainPost?.UnitId, new(AccountId: null, represented.Key), "Representation", represented.Id, ""));
        }

        public async Task<Draft> Run(Command command, CancellationToken ct)
        {
            Demand(actor);
            Check.Input(command);
            if (command.Channel is not (Channel.Counter or Channel.Post)) throw Refusal.Invalid(nameof(command.Channel), "Hãy chọn cách nộp: tại quầy, hoặc qua bưu chính.");
            if (command.Id == Guid.Empty) throw Refusal.Invalid("Id", "Yêu cầu thiếu mã của lần nộp (id).");
            var known = await Find(command.CitizenNumber, ct);
            var name = command.Name is { Length: > 0 } typed ? Nfc.Clean(typed).Trim() : known?.FullName ?? "";
            List<FieldError> errors = [];
            if (name.Length == 0) errors.Add(new(nameof(command.Name), "Hãy ghi họ tên người nộp như trên thẻ căn cước."));
            var dialled = command.Phone is { Length: > 0 } given ? given : known?.Phone ?? "";
            var phone = PhoneNumber.Read(dialled);
            if (dialled.Length > 0 && phone.Refusal is { } no) errors.Add(new(nameof(command.Phone), no.Message, [.. no.Args]));
            if (command.RepresentationId is not null && command.Channel != Channel.Counter) errors.Add(new(nameof(command.RepresentationId), "Nộp thay người khác thì người đại diện đến quầy, để cán bộ thấy đúng người."));
            else if (command.RepresentationId is { } by && known is not null && await representations.Find(known.AccountId, by, ct) is { } represented) Note(represented);
            else if (command.RepresentationId is not null) errors.Add(new(nameof(command.RepresentationId), NotRepresented));
            if (errors.Count > 0) throw Refusal.Invalid(errors);
            return await drafts.Begin(command.ProcedureCode!, ct, command.Id, new(command.Channel, known?.AccountId, known?.FullName ?? name, CitizenNumber.Read(command.CitizenNumber).Value!.Value, phone.Value?.National ?? ""), command.RepresentationId); // not everybody has a phone
        }
    }

    /// <summary>What this desk receives: filed with a form, and decided by a unit it sits for.</summary>
    public static IReadOnlyList<PublishedProcedure> Received(IEnumerable<PublishedProcedure> procedures, Actor actor, DirectorySnapshot units)
    {
        var sits = actor.Posts.Where(p => p.Permits.Contains(Permits.Accept)).Select(p => units.Unit(p.UnitId)).ToList();
        return [.. procedures.Where(p => p.DecidingUnitCode is { } code ? sits.Exists(u => u.Code == code)
            : sits.Exists(u => u.Kind == (p.Level == ProcedureLevel.District ? UnitKind.District : UnitKind.Commune)))];
    }
}
