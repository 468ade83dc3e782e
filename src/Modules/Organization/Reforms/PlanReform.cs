using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Organization;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;

namespace NhatLe.Organization.Reforms;

/// <summary>An administrator takes a plan from data/reforms/, or begins an empty one (lập phương án sắp xếp).</summary>
public static class PlanReform
{
    public sealed record Command
    {
        /// <summary>Made by the client: a repeat gets the first answer.</summary>
        public Guid Id { get; set; }

        /// <summary>The name of a file in data/reforms/, without .json.</summary>
        public string? File { get; set; }

        /// <summary>In place of a file.</summary>
        public ReformPlan? Plan { get; set; }
    }

    public sealed record Made(Guid Id, string Name, DateOnly Day, ReformStatus Status);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/organization/reforms", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));

    public sealed class Handler(OrganizationDb db, Actor actor, ReformActs acts, ReformFiles files, LegalTime time)
    {
        public async Task<Made> Run(Command command, CancellationToken ct)
        {
            actor.MustReform();
            if (command.Id == Guid.Empty) throw Refusal.Invalid(nameof(Command.Id), "Thiếu mã của lần gửi. Hãy tải lại trang.");
            if (await db.Reforms.AsNoTracking().SingleOrDefaultAsync(r => r.Id == command.Id, ct) is { } first) return Of(first);
            var plan = command.File is { Length: > 0 } file ? files.Read(file) : command.Plan ?? throw Refusal.Invalid(nameof(Command.File), "Hãy chọn một phương án có sẵn, hoặc ghi tên phương án mới.");
            ReformActs.MustBeWhole(plan);
            if (string.IsNullOrWhiteSpace(plan.Name) || plan.Name.Length > 300) throw Refusal.Invalid(nameof(ReformPlan.Name), "Hãy ghi tên phương án, không quá 300 chữ.");
            if (plan.Day.Year is < 2000 or > 2099) throw Refusal.Invalid(nameof(ReformPlan.Day), "Hãy ghi ngày thi hành.");
            if (string.IsNullOrWhiteSpace(plan.Key)) plan = plan with { Key = command.Id.ToString("N") };
            if (plan.NameEn.Length == 0) plan = plan with { NameEn = plan.Name };
            await acts.Demand(plan, ct);
            if (await IsOpen(plan, ct)) throw Already(plan);
            var reform = Reform.Make(command.Id, plan, acts.By, time.Now);
            db.Reforms.Add(reform);
            db.Record(reform, new ReformPlanned(reform.Id, reform.Name, reform.Day, plan.Changes.Count), note: null, acts.Post);
            await Save(plan, ct);
            return Of(reform);
        }

        /// <summary>Where somebody else begins the same in the same moment, the index lets one of them through.</summary>
        async Task Save(ReformPlan plan, CancellationToken ct)
        {
            try { await db.SaveChangesAsync(ct); }
            catch (DbUpdateException)
            {
                db.ChangeTracker.Clear();
                if (await IsOpen(plan, ct)) throw Already(plan);
                throw;
            }
        }

        Task<bool> IsOpen(ReformPlan plan, CancellationToken ct) => db.Reforms.AsNoTracking().Where(r => r.Key == plan.Key).AnyAsync(Reform.IsOpen, ct);

        static Refusal Already(ReformPlan plan) => Refusal.Conflict("reform.open", "Phương án “{0}” đã được lập và chưa xong. Mở phương án đó để làm tiếp.", plan.Name);

        static Made Of(Reform reform) => new(reform.Id, reform.Name, reform.Day, reform.Status);
    }
}

/// <summary>The plans the project ships: reforms that happened, as data.</summary>
public sealed class ReformFiles(ReferenceData data)
{
    public sealed record Listed(string File, ReformPlan Plan);

    public IReadOnlyList<Listed> All => System.IO.Directory.Exists(Folder)
        ? [.. System.IO.Directory.EnumerateFiles(Folder, "*.json").Order(StringComparer.Ordinal).Select(f => Path.GetFileNameWithoutExtension(f)).Select(f => new Listed(f, Read(f)))] : [];

    string Folder => data.PathOf("reforms");

    /// <exception cref="Refusal">404, no such file.</exception>
    /// <exception cref="InvalidDataException">A file that was edited is not of the form.</exception>
    public ReformPlan Read(string file)
    {
        var path = Path.Combine(Folder, file + ".json");
        if (!file.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') || !System.IO.File.Exists(path)) throw Refusal.Missing("reform-file", "Không có phương án sẵn nào tên {0}.", file);
        try { return ReformPlan.Parse(System.IO.File.ReadAllText(path)); }
        catch (JsonException e) { throw new InvalidDataException($"{path}: {e.Message}", e); }
    }
}
